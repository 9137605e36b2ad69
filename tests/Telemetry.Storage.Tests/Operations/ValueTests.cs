using System.Text.Json;
using CsCheck;
using Telemetry.Domain.Identifiers;
using Telemetry.Storage.Operations;

namespace Telemetry.Storage.Tests.Operations;

public sealed class ValueTests
{
    [Fact]
    public void Value_sets_are_equal_whatever_their_order()
    {
        var one = ValueSet.Of(("b", 0.1), ("a", null)).With("state", "终");

        Assert.Equal(one, ValueSet.Empty.With("state", "终").With("a", (double?)null).With("b", 0.1));
        Assert.Equal("""{"a":null,"b":0.1,"state":"终"}""", one.Json);
        Assert.NotEqual(one, one.With("b", 0.2));
    }

    [Fact]
    public void Value_sets_keep_numbers_to_the_last_bit() =>
        Gen.Double.Where(double.IsFinite).Array[0, 5].Sample(numbers =>
        {
            var set = ValueSet.Of(numbers.Select((number, i) => ($"n{i}", (double?)number)));

            var read = ValueSet.Parse(set.Json);

            Assert.Equal(set, read);
            for (var i = 0; i < numbers.Length; i++) Assert.Equal(numbers[i] + 0.0, read.Number($"n{i}"));
        });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_no_number_is_our_bug(double value) =>
        Assert.Throws<ArgumentException>(() => ValueSet.Of(("rate", value)));

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"a":{}}""")]
    public void Json_of_another_shape_is_no_value_set(string json) =>
        Assert.ThrowsAny<JsonException>(() => ValueSet.Parse(json));

    [Theory]
    [InlineData("city")]
    [InlineData("district:north")]
    [InlineData("plant:sewage-1")]
    public void A_scope_reads_back_as_it_is_written(string text)
    {
        Assert.True(Scope.TryParse(text, out var scope));
        Assert.Equal(text, scope.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("City")]
    [InlineData("north")]
    [InlineData("district:")]
    [InlineData("plant:a b")]
    public void What_is_no_scope_is_none(string? text) => Assert.False(Scope.TryParse(text, out _));

    [Fact]
    public void A_scope_names_its_plant_or_district()
    {
        Assert.True(Scope.City.IsCity);
        Assert.Equal(new PlantId("p"), Scope.Of(new PlantId("p")).Plant);
        Assert.Null(Scope.Of(new PlantId("p")).District);
        Assert.Equal(new DistrictId("d"), Scope.Of(new DistrictId("d")).District);
    }

    [Theory]
    [InlineData("local")]
    [InlineData("account:王")]
    [InlineData("token:scada 1")]
    [InlineData("program:derive")]
    public void An_actor_reads_back_as_it_is_written(string text)
    {
        Assert.True(Actor.TryParse(text, out var actor));
        Assert.Equal(text, actor.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wang")]
    [InlineData("account:")]
    [InlineData("account: ")]
    [InlineData("token:a\nb")]
    public void What_names_nobody_is_no_actor(string? text) => Assert.False(Actor.TryParse(text, out _));

    [Theory]
    [InlineData("2009-3")]
    [InlineData("2009-13")]
    [InlineData("2009-03-01")]
    public void What_is_no_month_is_none(string text) => Assert.False(LedgerMonth.TryParse(text, out _));

    [Fact]
    public void A_month_ends_where_the_next_begins()
    {
        Assert.True(LedgerMonth.TryParse("2009-12", out var month));
        Assert.Equal((new DateOnly(2009, 12, 1), new DateOnly(2010, 1, 1)), (month.FirstDay, month.End));
        Assert.Equal("2009-12", month.ToString());
        Assert.True(month.Contains(new DateOnly(2009, 12, 31)));
        Assert.False(month.Contains(month.End));
    }
}
