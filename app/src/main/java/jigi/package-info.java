/** Wires the house by hand; the only package that may import everything. */
@NullMarked
package jigi;

import org.jspecify.annotations.NullMarked;
