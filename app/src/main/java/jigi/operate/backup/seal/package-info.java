/**
 * What a backup goes through on its way into a store and back: compression, encryption, checksums.
 */
@NullMarked
package jigi.operate.backup.seal;

import org.jspecify.annotations.NullMarked;
