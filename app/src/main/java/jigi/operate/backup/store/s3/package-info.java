/** Backups in a bucket of S3, or of a service that speaks its API. */
@NullMarked
package jigi.operate.backup.store.s3;

import org.jspecify.annotations.NullMarked;
