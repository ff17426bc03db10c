/** Steps that ask and change Redis. */
@NullMarked
package jigi.base.run.redis;

import org.jspecify.annotations.NullMarked;
