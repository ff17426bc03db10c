/** Runbooks: Markdown that people read and that the run engine executes. */
@NullMarked
package jigi.operate.runbook;

import org.jspecify.annotations.NullMarked;
