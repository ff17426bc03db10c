/** Backups in a folder of the machine that Jigi runs on. */
@NullMarked
package jigi.operate.backup.store.directory;

import org.jspecify.annotations.NullMarked;
