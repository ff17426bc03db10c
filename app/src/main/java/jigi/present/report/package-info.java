/** Reports that recur: what a day, a week or a month was like, beside the one before. */
@NullMarked
package jigi.present.report;

import org.jspecify.annotations.NullMarked;
