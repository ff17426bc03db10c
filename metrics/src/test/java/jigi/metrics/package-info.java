@NullMarked
package jigi.metrics;

import org.jspecify.annotations.NullMarked;
