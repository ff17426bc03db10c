/** Images of versions, as their registries know them. */
@NullMarked
package jigi.operate.deploy.image;

import org.jspecify.annotations.NullMarked;
