/** Connections to PostgreSQL. */
@NullMarked
package jigi.base.connect.postgres;

import org.jspecify.annotations.NullMarked;
