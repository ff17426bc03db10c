@org.jspecify.annotations.NullMarked
package jigi.operate.backup.store.s3;
