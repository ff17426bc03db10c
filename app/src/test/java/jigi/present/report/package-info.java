@NullMarked
package jigi.present.report;

import org.jspecify.annotations.NullMarked;
