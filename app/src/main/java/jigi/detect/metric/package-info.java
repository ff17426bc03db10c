/** Samples, queries, and conditions: named comparisons with three values. */
@NullMarked
package jigi.detect.metric;

import org.jspecify.annotations.NullMarked;
