using NUnit.Framework;

namespace TimeScales.Tests.Golden;

internal sealed class GoldenFileTests
{
    [Test]
    public void Bare_names_of_values_that_are_not_numbers_are_read_as_those_values() =>
        Assert.That(GoldenFile.ParseText("""{"a":[NaN, Infinity,-Infinity,1.5],"NaN":NaN}""").GetProperty("a").Doubles(),
            Is.EqualTo(new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1.5 }));
}
