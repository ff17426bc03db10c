/** Steps that ask and change databases. */
@NullMarked
package jigi.base.run.sql;

import org.jspecify.annotations.NullMarked;
