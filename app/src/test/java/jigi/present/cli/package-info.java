@org.jspecify.annotations.NullMarked
package jigi.present.cli;
