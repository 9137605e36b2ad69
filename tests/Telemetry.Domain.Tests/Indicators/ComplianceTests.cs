using Telemetry.Domain.Indicators;
using static Telemetry.Domain.Tests.Indicators.Town;

namespace Telemetry.Domain.Tests.Indicators;

/// <summary>The outlet's limits: COD at most 60 mg/l, pH 6 to 9.</summary>
public sealed class ComplianceTests
{
    [Theory]
    [InlineData(60.0, 6.0, Compliance.Yes, "")]
    [InlineData(60.1, 7.0, Compliance.No, "limit_exceeded:outlet/cod_mgl")]
    [InlineData(60.0, 5.9, Compliance.No, "limit_exceeded:outlet/ph")]
    [InlineData(60.0, 9.1, Compliance.No, "limit_exceeded:outlet/ph")]
    [InlineData(null, 7.0, Compliance.Unknown, "not_measured:outlet/cod_mgl")]
    [InlineData(null, 9.1, Compliance.No, "limit_exceeded:outlet/ph")]
    [InlineData(null, null, Compliance.Unknown, "not_measured:outlet/cod_mgl")]
    public void A_day_complies_with_every_limit_or_fails_with_one(
        double? cod, double? ph, Compliance verdict, string reason)
    {
        var day = Judge(Mean("cod_mgl", cod), Mean("ph", ph));

        Assert.Equal(verdict, day.Verdict);
        Assert.Equal(reason, day.Reason.ToString());
    }

    [Fact]
    public void The_laboratory_goes_before_the_online_mean()
    {
        var day = Judge(Mean("cod_mgl", 80), Mean("cod_mgl", 50) with { Laboratory = true }, Mean("ph", 7));

        Assert.Equal(Compliance.Yes, day.Verdict);
    }

    [Fact]
    public void Other_points_and_parameters_decide_nothing()
    {
        var day = Judge(
            Mean("cod_mgl", 50), Mean("ph", 7), Mean("tn_mgl", 900),
            Mean("cod_mgl", 900) with { Point = new("inlet") });

        Assert.Equal(Compliance.Yes, day.Verdict);
    }

    [Fact]
    public void Without_limits_compliance_is_unknown()
    {
        var city = InService().With("plants/0/quality_points", null).Registry();

        var day = ComplianceDay.Judge(city.Plants[Sewage], [Mean("cod_mgl", 50)]);

        Assert.Equal(Compliance.Unknown, day.Verdict);
        Assert.Equal("no_limits", day.Reason.ToString());
    }

    [Theory]
    [InlineData(50.0, 20_000.0)]
    [InlineData(70.0, 0.0)]
    [InlineData(null, null)]
    public void What_fails_its_limits_is_processed_and_not_compliant(double? cod, double? compliant)
    {
        var city = InService().Registry();

        var day = Day(city, July, Meters(20_000, 20_000), [Mean("cod_mgl", cod), Mean("ph", 7)]);

        Assert.Equal(20_000, day.ProcessedM3);
        Assert.Equal(compliant, day.CompliantM3);
    }

    private static ComplianceDay Judge(params QualityMean[] means) =>
        ComplianceDay.Judge(InService().Registry().Plants[Sewage], means);

    private static QualityMean Mean(string parameter, double? mean) => new(Outlet, parameter, mean ?? double.NaN);
}
