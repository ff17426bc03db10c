/** Benchmarks; see README.md for how to run them and what they said. */
@NullMarked
package jigi.benchmarks;

import org.jspecify.annotations.NullMarked;
