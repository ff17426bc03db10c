/** Backups in a folder of a host behind SSH. */
@NullMarked
package jigi.operate.backup.store.sftp;

import org.jspecify.annotations.NullMarked;
