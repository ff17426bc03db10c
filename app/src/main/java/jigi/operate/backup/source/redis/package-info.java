/** Redis, as a snapshot that the server sends to a replica. */
@NullMarked
package jigi.operate.backup.source.redis;

import org.jspecify.annotations.NullMarked;
