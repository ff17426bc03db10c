/** Connections to MySQL and MariaDB. */
@NullMarked
package jigi.base.connect.mysql;

import org.jspecify.annotations.NullMarked;
