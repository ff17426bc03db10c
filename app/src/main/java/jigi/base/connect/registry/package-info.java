/** Registries of container images, by the distribution protocol. */
@NullMarked
package jigi.base.connect.registry;

import org.jspecify.annotations.NullMarked;
