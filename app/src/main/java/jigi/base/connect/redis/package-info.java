/** Connections to Redis, and to what speaks its protocol. */
@NullMarked
package jigi.base.connect.redis;

import org.jspecify.annotations.NullMarked;
