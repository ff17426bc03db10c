/** Which backups stay and which go: decided from what is known, without touching anything. */
@NullMarked
package jigi.operate.backup.retention;

import org.jspecify.annotations.NullMarked;
