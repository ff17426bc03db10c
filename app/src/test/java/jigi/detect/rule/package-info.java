@org.jspecify.annotations.NullMarked
package jigi.detect.rule;
