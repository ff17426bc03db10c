/** Files and folders, as a tar archive. */
@NullMarked
package jigi.operate.backup.source.files;

import org.jspecify.annotations.NullMarked;
