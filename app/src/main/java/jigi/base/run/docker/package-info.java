/** Steps that start, stop and restart containers. */
@NullMarked
package jigi.base.run.docker;

import org.jspecify.annotations.NullMarked;
