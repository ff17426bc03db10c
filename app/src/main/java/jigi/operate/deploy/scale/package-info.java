/** How many instances of a version there are, and why. */
@NullMarked
package jigi.operate.deploy.scale;

import org.jspecify.annotations.NullMarked;
