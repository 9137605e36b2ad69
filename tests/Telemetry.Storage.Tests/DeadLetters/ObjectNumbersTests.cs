using CsCheck;
using Telemetry.Storage.DeadLetters;

namespace Telemetry.Storage.Tests.DeadLetters;

public sealed class ObjectNumbersTests
{
    [Fact]
    public void What_was_added_is_in_it_and_nothing_else_also_as_text_and_back() =>
        Gen.Int[0, 200].HashSet[1, 60].Sample(set =>
        {
            var sut = new ObjectNumbers();
            foreach (var number in set.Order()) sut.Add(number);

            foreach (var numbers in new[] { sut, ObjectNumbers.Parse(sut.ToString())! })
            {
                Assert.Equal(set.Count, numbers.Count);
                Assert.All(Enumerable.Range(0, 202), i => Assert.Equal(set.Contains(i), numbers.Contains(i)));
            }
        });

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("-1")]
    [InlineData("5-3")]
    [InlineData("1-2-3")]
    [InlineData("3,2")]
    [InlineData("1-5,5")]
    public void What_is_no_such_text_is_null(string text) => Assert.Null(ObjectNumbers.Parse(text));
}
