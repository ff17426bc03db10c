/** Where backups are kept: one folder per kind of place, and what holds for all of them. */
@NullMarked
package jigi.operate.backup.store;

import org.jspecify.annotations.NullMarked;
