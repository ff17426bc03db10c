@org.jspecify.annotations.NullMarked
package jigi.base.connect.aws;
