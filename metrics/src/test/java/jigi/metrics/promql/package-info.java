@NullMarked
package jigi.metrics.promql;

import org.jspecify.annotations.NullMarked;
