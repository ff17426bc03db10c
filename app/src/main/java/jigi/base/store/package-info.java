/** The database: SQLite or PostgreSQL, migrations, transactions. */
@NullMarked
package jigi.base.store;

import org.jspecify.annotations.NullMarked;
