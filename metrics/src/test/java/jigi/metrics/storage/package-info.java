@NullMarked
package jigi.metrics.storage;

import org.jspecify.annotations.NullMarked;
