/** Recurring work, automatic and by hand, done as runs and signed off. */
@NullMarked
package jigi.operate.checklist;

import org.jspecify.annotations.NullMarked;
