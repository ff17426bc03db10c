/** The state of alerts: pending, firing, held without data, resolved. */
@NullMarked
package jigi.detect.alert;

import org.jspecify.annotations.NullMarked;
