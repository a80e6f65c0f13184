package dev.penumbra.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

class SpecialFunctionsTest {
    /** log of a whole number, from its first 53 bits and its length. */
    private static double log(BigInteger n) {
        int shift = Math.max(0, n.bitLength() - 53);
        return Math.log(n.shiftRight(shift).doubleValue()) + shift * Math.log(2);
    }

    private static double close(double result) {
        return 1e-13 * (1 + Math.abs(result));
    }

    @Test
    void logGammaOfWholeNumbersIsTheFactorial() {
        BigInteger factorial = BigInteger.ONE;
        for (int n = 1; n <= 3000; n++) {
            double expected = log(factorial);
            // The reference cuts a factorial off after 53 bits: 2e-16.
            assertThat(SpecialFunctions.logGamma(n)).isCloseTo(expected, within(close(expected)));
            factorial = factorial.multiply(BigInteger.valueOf(n));
        }
    }

    @Test
    void logGammaOfHalfIntegersIsTheDoubleFactorial() {
        // Gamma(n + 1/2) = (2n - 1)!! sqrt(pi) / 2^n
        BigInteger odd = BigInteger.ONE;
        for (int n = 0; n <= 1500; n++) {
            double expected = log(odd) + 0.5 * Math.log(Math.PI) - n * Math.log(2);
            assertThat(SpecialFunctions.logGamma(n + 0.5)).isCloseTo(expected, within(close(expected)));
            odd = odd.multiply(BigInteger.valueOf(2L * n + 1));
        }
    }

    @Test
    void logGammaOfTinyNumbersIsMinusTheirLogarithm() {
        // Gamma(x) = 1/x - 0.577... + ...
        for (double x : new double[] {1e-300, 1e-100, 1e-20}) {
            assertThat(SpecialFunctions.logGamma(x)).isCloseTo(-Math.log(x), within(close(Math.log(x))));
        }
    }

    @Test
    void logRisingIsTheLogarithmOfTheProduct() {
        for (double x : new double[] {1e-13, 0.5, 3, 11.9, 12, 1e4, 4.8e8, 1e13}) {
            for (int t : new int[] {0, 1, 2, 40, 255}) {
                BigDecimal product = BigDecimal.ONE;
                for (int j = 0; j < t; j++) {
                    product = product.multiply(new BigDecimal(x).add(BigDecimal.valueOf(j)), MathContext.DECIMAL128);
                }
                int exponent = product.precision() - product.scale();
                double expected = Math.log(product.movePointLeft(exponent).doubleValue()) + exponent * Math.log(10);
                assertThat(SpecialFunctions.logRising(x, t)).isCloseTo(expected, within(close(expected)));
            }
        }
        assertThat(SpecialFunctions.logRising(1.5, 0.5)).isCloseTo(-Math.log(Math.sqrt(Math.PI) / 2), within(1e-14));
    }

    @Test
    void softplusAndItsKinAreStable() {
        assertThat(SpecialFunctions.softplus(1000)).isEqualTo(1000);
        assertThat(SpecialFunctions.softplus(-1000)).isZero();
        assertThat(SpecialFunctions.softplus(-50)).isCloseTo(Math.exp(-50), within(1e-36));
        assertThat(SpecialFunctions.log1mExp(1e-300)).isCloseTo(Math.log(1e-300), within(1e-12));
        assertThat(SpecialFunctions.log1mExp(50)).isCloseTo(-Math.exp(-50), within(1e-36));
        assertThat(SpecialFunctions.logSumExp(new double[] {1000, 1000 + Math.log(3)}))
                .isCloseTo(1000 + Math.log(4), within(1e-12));
    }
}
