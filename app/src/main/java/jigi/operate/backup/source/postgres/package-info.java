/** PostgreSQL, dumped logically. */
@NullMarked
package jigi.operate.backup.source.postgres;

import org.jspecify.annotations.NullMarked;
