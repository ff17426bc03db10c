@org.jspecify.annotations.NullMarked
package jigi.operate.backup.source.files;
