using System.Text.Json;
using CsCheck;
using Telemetry.Domain.Identifiers;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Ledger;

namespace Telemetry.Storage.Tests.Operations;

public sealed class FigureTests : IDisposable
{
    private static readonly DateOnly July3 = new(2009, 7, 3);

    private readonly OperationsRig _rig = new();

    public void Dispose() => _rig.Dispose();

    public static TheoryData<Declaration> OneOfEach =>
    [
        new WaterSupply(
            new DistrictId("north"), CustomerClass.Domestic, new(2009, 1, 1), null, 130_000, 0.77, "yearbook"),
        new DeclaredGeneration("sewage-rate", null, new(2009, 1, 1), new(2009, 6, 1), 100_000, null, "speech"),
        new DeclaredGeneration("garbage-rate", null, new(2009, 1, 1), null, null, 310.5, "speech"),
        new MeterReplacement(
            new("sewage-1"), new("influent"), new(2009, 7, 3, 0, 30, 0, TimeSpan.FromHours(8)), 999.5, 0.125, "",
            "note 3") { Day = July3 },
        Filled.Correction(July3, 38_000.25),
        new MissedVolume(new("sewage-1"), new("effluent"), July3, 0, "pumped out", "note 4"),
        new LaboratoryResult(new("sewage-1"), new("outlet"), July3, "cod_mgl", 41.5, "sheet 9"),
        new DeclaredWeighing(
            new("gate"), "T-17", new(2009, 7, 3, 23, 59, 59, TimeSpan.FromHours(8)), WeighedMaterial.Garbage,
            new VehicleId("truck-9"), new DistrictId("south"), 8_000, 5_500, 2_500, "book 2") { Day = July3 },
    ];

    [Theory]
    [MemberData(nameof(OneOfEach))]
    public async Task Declare_keeps_every_kind_as_it_was_stated(Declaration figure)
    {
        var receipt = await Declare(figure);
        _rig.Reopen();

        Assert.Empty(receipt.Errors);
        var kept = Assert.Single(await Sut.HistoryAsync(null, null, null, 10, default));
        Assert.Equal(kept, Assert.Single(receipt.Added));
        // An instant is the same in another zone.
        Assert.Equal(figure, kept.Declaration);
        Assert.Equal(OperationsRig.Wang, kept.Actor);
        Assert.Equal(_rig.Clock.GetUtcNow(), kept.At);
        Assert.Equal("because", kept.Why);
        Assert.Null(kept.Supersedes);
    }

    [Theory]
    [MemberData(nameof(OneOfEach))]
    public async Task Declare_of_what_is_in_force_word_for_word_adds_nothing(Declaration figure)
    {
        await Declare(figure);

        var again = await Declare(figure);

        Assert.Equal((0, 1), (again.Added.Count, again.Unchanged));
        Assert.Single((await _rig.Store.Ledger.ReadAsync(new(), default)).Rows);
    }

    [Theory]
    [MemberData(nameof(OneOfEach))]
    public async Task Every_figure_is_one_row_of_the_ledger(Declaration figure)
    {
        await Declare(figure);

        var row = Assert.Single((await _rig.Store.Ledger.ReadAsync(new(), default)).Rows);
        Assert.Equal(LedgerKind.DeclaredFigure, row.Kind);
        Assert.Equal((OperationsRig.Wang, "because", figure.From), (row.Actor, row.Why, row.Day!.Value));
        Assert.Null(row.Before);
        using var after = JsonDocument.Parse(row.After!);
        Assert.Equal(
            JsonNamingPolicy.SnakeCaseLower.ConvertName(figure.Kind.ToString()),
            after.RootElement.GetProperty("figure").GetString());
        Assert.Equal(figure.Source, after.RootElement.GetProperty("source").GetString());
    }

    [Fact]
    public async Task A_later_statement_supersedes_and_the_ledger_has_both()
    {
        var first = (await Declare(Filled.Correction(July3, 38_000))).Added[0];

        var second = (await Declare(Filled.Correction(July3, 39_500))).Added[0];

        Assert.Equal(first.Id, second.Supersedes);
        Assert.Equal([second], await Sut.InForceAsync(FigureKind.DayCorrection, "sewage-1/influent", July3, default));
        Assert.Equal(2, (await Sut.HistoryAsync(null, null, null, 10, default)).Count);
        var row = (await _rig.Store.Ledger.ReadAsync(new(), default)).Rows[0];
        Assert.Equal("meter:sewage-1/influent", row.Subject);
        Assert.Contains("\"volume_m3\":38000,", row.Before, StringComparison.Ordinal);
        Assert.Contains("\"volume_m3\":39500,", row.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_periods_the_one_that_begins_last_is_in_force_whichever_was_declared_first()
    {
        await Declare(Supply(new(2009, 6, 1), new DateOnly(2009, 7, 1), 2));

        await Declare(Supply(new(2009, 1, 1), null, 1));

        Assert.Equal(1, await SupplyOn(new(2009, 5, 31)));
        Assert.Equal(2, await SupplyOn(new(2009, 6, 1)));
        Assert.Equal(2, await SupplyOn(new(2009, 6, 30)));
        Assert.Equal(1, await SupplyOn(new(2009, 7, 1)));
        Assert.Null(await SupplyOn(new(2008, 12, 31)));
    }

    [Fact]
    public async Task Classes_of_customers_are_in_force_beside_each_other()
    {
        await Declare(
            Supply(new(2009, 1, 1), null, 1) with { Customers = CustomerClass.Industrial },
            Supply(new(2009, 1, 1), null, 2));

        var figures = await Sut.InForceAsync(FigureKind.WaterSupply, "city", July3, default);

        Assert.Equal(["domestic", "industrial"], figures.Select(figure => figure.Declaration.Slot));
    }

    [Fact]
    public async Task Withdraw_leaves_nothing_in_force_and_keeps_what_was_stated()
    {
        await Declare(Filled.Correction(July3, 1));
        var newest = (await Declare(Filled.Correction(July3, 2))).Added[0];

        var row = await Sut.WithdrawAsync(newest.Id, OperationsRig.Wang, "wrong day", default);

        Assert.True(row!.IsWithdrawn);
        Assert.Equal(newest.Id, row.Supersedes);
        Assert.Empty(await Sut.InForceAsync(FigureKind.DayCorrection, "sewage-1/influent", July3, default));
        Assert.Equal(3, (await Sut.HistoryAsync(null, null, null, 10, default)).Count);
        var told = (await _rig.Store.Ledger.ReadAsync(new(), default)).Rows[0];
        Assert.Contains("\"volume_m3\":2,", told.Before, StringComparison.Ordinal);
        Assert.Null(told.After);
    }

    [Fact]
    public async Task Withdraw_of_what_is_superseded_or_withdrawn_or_unknown_changes_nothing()
    {
        var first = (await Declare(Filled.Correction(July3, 1))).Added[0];
        var second = (await Declare(Filled.Correction(July3, 2))).Added[0];
        var withdrawal = await Sut.WithdrawAsync(second.Id, OperationsRig.Wang, "wrong day", default);

        Assert.Null(await Sut.WithdrawAsync(first.Id, OperationsRig.Wang, "x", default));
        Assert.Null(await Sut.WithdrawAsync(second.Id, OperationsRig.Wang, "x", default));
        Assert.Null(await Sut.WithdrawAsync(withdrawal!.Id, OperationsRig.Wang, "x", default));
        Assert.Null(await Sut.WithdrawAsync(99, OperationsRig.Wang, "x", default));
        Assert.Equal(3, (await Sut.HistoryAsync(null, null, null, 10, default)).Count);
    }

    [Fact]
    public async Task What_was_withdrawn_may_be_stated_again()
    {
        var first = (await Declare(Filled.Correction(July3, 1))).Added[0];
        await Sut.WithdrawAsync(first.Id, OperationsRig.Wang, "wrong day", default);

        var again = await Declare(Filled.Correction(July3, 1));

        Assert.Single(again.Added);
        Assert.Single(await Sut.InForceAsync(FigureKind.DayCorrection, "sewage-1/influent", July3, default));
    }

    [Fact]
    public async Task A_ticket_that_is_stated_for_another_day_moves_and_the_change_tells_of_both_days()
    {
        var stated = (DeclaredWeighing)OneOfEach.Last().Data;
        await Declare(stated);

        var moved = await Declare(stated with { At = stated.At.AddDays(-1) });

        Assert.Empty(await Sut.InForceAsync(FigureKind.Weighing, "gate", July3, default));
        Assert.Single(await Sut.InForceAsync(FigureKind.Weighing, "gate", July3.AddDays(-1), default));
        var change = Assert.Single(await Sut.SinceAsync(moved.Added[0].Id - 1, 10, default));
        Assert.Equal((July3.AddDays(-1), July3), (change.Figure.Declaration.From, change.Before!.From));
    }

    [Fact]
    public async Task Since_gives_rows_in_order_and_what_they_superseded()
    {
        await Declare(Filled.Correction(July3, 1));
        await Declare(Filled.Correction(July3, 2));
        var newest = (await Declare(Filled.Correction(July3, 3))).Added[0];
        await Sut.WithdrawAsync(newest.Id, OperationsRig.Wang, "wrong", default);

        var changes = await Sut.SinceAsync(1, 10, default);

        Assert.Equal([2L, 3L, 4L], changes.Select(change => change.Figure.Id));
        Assert.Equal([1d, 2d, 3d], changes.Select(change => ((DayCorrection)change.Before!).VolumeM3));
        Assert.Equal([false, false, true], changes.Select(change => change.Figure.IsWithdrawn));
    }

    [Fact]
    public async Task A_day_in_the_citys_morning_is_not_the_day_before()
    {
        // 2009-07-02T17:00Z is 01:00 of the third in the city.
        var at = new DateTimeOffset(2009, 7, 2, 17, 0, 0, TimeSpan.Zero);

        await Declare(new MeterReplacement(new("sewage-1"), new("influent"), at, 5, 0, "", "note"));

        var figure = Assert.Single(
            await Sut.InForceAsync(FigureKind.MeterReplacement, "sewage-1/influent", July3, default));
        Assert.Equal(July3, ((MeterReplacement)figure.Declaration).Day);
    }

    [Fact]
    public async Task Two_replacements_of_one_day_are_both_in_force()
    {
        var at = new DateTimeOffset(2009, 7, 3, 1, 0, 0, TimeSpan.Zero);

        await Declare(
            new MeterReplacement(new("sewage-1"), new("influent"), at, 5, 0, "", "note"),
            new MeterReplacement(new("sewage-1"), new("influent"), at.AddHours(1), 7, 0, "", "note"));

        var figures = await Sut.InForceAsync(FigureKind.MeterReplacement, "sewage-1/influent", July3, default);
        Assert.Equal(2, figures.Count);
    }

    [Fact]
    public async Task A_net_weight_is_gross_less_tare_where_it_is_not_given()
    {
        using var json = JsonDocument.Parse(
            """
            {"facility":"gate","ticket":"9","at":"2009-07-03T10:00:00+08:00","material":"fecal","gross_kg":8000.1,
             "tare_kg":5000,"source":"book"}
            """);

        var receipt = await Sut.DeclareAsync(
            FigureKind.Weighing, json.RootElement, OperationsRig.City, OperationsRig.Wang, "because", default);

        Assert.Equal(3000.1, ((DeclaredWeighing)Assert.Single(receipt.Added).Declaration).NetKg);
    }

    [Fact]
    public async Task The_range_answers_as_the_single_day_does()
    {
        await Declare(
            Supply(new(2009, 1, 1), null, 1), Supply(new(2009, 6, 1), new DateOnly(2009, 7, 1), 2),
            Filled.Correction(July3, 7));

        var all = await Sut.InForceAsync([], new(2009, 6, 30), new(2009, 7, 4), default);

        for (var day = new DateOnly(2009, 6, 30); day < new DateOnly(2009, 7, 4); day = day.AddDays(1))
        {
            Assert.Equal(
                await Sut.InForceAsync(FigureKind.WaterSupply, "city", day, default),
                all.On(FigureKind.WaterSupply, "city", day));
        }
        Assert.Equal(["sewage-1/influent"], all.SubjectsOf(FigureKind.DayCorrection));
        Assert.NotNull(all.On(FigureKind.DayCorrection, "sewage-1/influent", "", July3));
        Assert.Null(all.On(FigureKind.DayCorrection, "sewage-1/influent", "", July3.AddDays(1)));
    }

    /// <summary>
    /// Periods declared in any order, some stated twice: what is in force on a day is what a plain reading of the list
    /// says.
    /// </summary>
    [Fact]
    public async Task In_force_by_date_is_what_a_plain_reading_says() =>
        await Gen.Select(Gen.Int[0, 5], Gen.Int[1, 6], Gen.Int[1, 9]).Array[1, 8].SampleAsync(
            async periods =>
            {
                using var rig = new OperationsRig();
                var first = new DateOnly(2009, 1, 1);
                foreach (var (from, length, supply) in periods)
                {
                    // A length of 6 is one without an end.
                    DateOnly? until = length == 6 ? null : first.AddDays(from + length);
                    var receipt = await rig.Store.Declared.DeclareAsync(
                        [Supply(first.AddDays(from), until, supply)], OperationsRig.City, OperationsRig.Wang, "p",
                        default);
                    Assert.Empty(receipt.Errors);
                }
                var stored = await rig.Store.Declared.InForceAsync([], first, first.AddDays(20), default);
                for (var i = 0; i < 13; i++)
                {
                    // The last statement of each beginning; of those that reach the day, the latest beginning.
                    double? expected = null;
                    for (var from = 0; from <= i; from++)
                    {
                        var stated = periods.Where(period => period.Item1 == from).ToArray();
                        if (stated is [.., var (_, length, supply)] && (length == 6 || i < from + length))
                            expected = supply;
                    }
                    var found = stored.On(FigureKind.WaterSupply, "city", "domestic", first.AddDays(i));
                    Assert.Equal(expected, (found?.Declaration as WaterSupply)?.SupplyM3D);
                }
            },
            iter: 20);

    [Fact]
    public async Task The_version_is_of_what_is_stated_and_not_of_how_it_came_to_be()
    {
        using var other = new OperationsRig();
        Assert.Equal("-", await Sut.VersionAsync(default));
        await Declare(Filled.Correction(July3, 1));
        var one = await Sut.VersionAsync(default);
        await Declare(Supply(new(2009, 1, 1), null, 5), Filled.Correction(July3, 2));

        await other.Store.Declared.DeclareAsync(
            [Filled.Correction(July3, 2), Supply(new(2009, 1, 1), null, 5)], OperationsRig.City, OperationsRig.Wang,
            "in one go", default);

        Assert.Matches("^[0-9a-f]{12}$", one);
        Assert.NotEqual(one, await Sut.VersionAsync(default));
        Assert.Equal(await other.Store.Declared.VersionAsync(default), await Sut.VersionAsync(default));
        Assert.Equal(
            one, FiguresInForce.VersionOf(
                (await Sut.HistoryAsync(FigureKind.DayCorrection, null, null, 10, default)).Where(f => f.Id == 1)));
    }

    private IDeclaredFigures Sut => _rig.Store.Declared;

    private Task<DeclareReceipt> Declare(params Declaration[] figures) =>
        Sut.DeclareAsync(figures, OperationsRig.City, OperationsRig.Wang, "because", default);

    private static WaterSupply Supply(DateOnly from, DateOnly? until, double supply) =>
        new(null, CustomerClass.Domestic, from, until, supply, 0.8, "yearbook");

    private async Task<double?> SupplyOn(DateOnly day) =>
        (await Sut.InForceAsync(FigureKind.WaterSupply, "city", day, default)).SingleOrDefault()?.Declaration
            is WaterSupply supply ? supply.SupplyM3D : null;
}
