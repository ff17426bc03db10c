/** Plays any HTTP service of a manual, its faults included, where the real one is not at hand. */
@NullMarked
package jigi.standin;

import org.jspecify.annotations.NullMarked;
