/** Jigi and Prometheus beside each other: the same load, the same questions, in one run. */
@NullMarked
package jigi.benchmarks.side;

import org.jspecify.annotations.NullMarked;
