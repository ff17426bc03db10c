/** Benchmarks of what the storage does not make public. */
@NullMarked
package jigi.metrics.storage;

import org.jspecify.annotations.NullMarked;
