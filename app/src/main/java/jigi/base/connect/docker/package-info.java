/** Connections to Docker, and to what speaks its Engine API, such as Podman. */
@NullMarked
package jigi.base.connect.docker;

import org.jspecify.annotations.NullMarked;
