@NullMarked
package jigi.metrics.model;

import org.jspecify.annotations.NullMarked;
