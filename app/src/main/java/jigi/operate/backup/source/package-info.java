/** What can be backed up: one folder per kind, and what holds for all of them. */
@NullMarked
package jigi.operate.backup.source;

import org.jspecify.annotations.NullMarked;
