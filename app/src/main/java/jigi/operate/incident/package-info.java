/** What people handle when something is wrong: incidents from their opening to their report. */
@NullMarked
package jigi.operate.incident;

import org.jspecify.annotations.NullMarked;
