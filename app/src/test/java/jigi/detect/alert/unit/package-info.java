@NullMarked
package jigi.detect.alert.unit;

import org.jspecify.annotations.NullMarked;
