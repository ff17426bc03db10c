/** MySQL and MariaDB, dumped logically. */
@NullMarked
package jigi.operate.backup.source.mysql;

import org.jspecify.annotations.NullMarked;
