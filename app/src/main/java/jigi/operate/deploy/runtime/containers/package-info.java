/** Colours that are containers, made through the daemon's API. */
@NullMarked
package jigi.operate.deploy.runtime.containers;

import org.jspecify.annotations.NullMarked;
