using System.Text;
using Telemetry.Rig;

namespace Telemetry.Host.Tests.Running;

/// <summary><c>telemetry report month</c> beside a host that runs.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_report_written_beside_a_running_host_is_the_one_that_it_serves()
    {
        await using var host = await RunningHost.StartAsync(_folder, null);

        var written = await host.CommandAsync(
            "report", "month", "2009-07", "--scope", "plant:sewage-1", "--out", "july.html", "--lang=en");

        Assert.True(written.ExitCode == 0, written.Errors);
        Assert.Contains("data version", written.Output, StringComparison.Ordinal);
        var page = await File.ReadAllBytesAsync(_folder.File("july.html"));
        Assert.Contains("Monthly report 2009-07", Encoding.UTF8.GetString(page), StringComparison.Ordinal);
        var served = await host.BytesAsync(
            "/api/reports/monthly/2009-07?scope=plant:sewage-1&format=html&lang=en");
        Assert.Equal(served, page);
    }

    [Theory]
    [InlineData("2009-7", "city", "'2009-7' is no month")]
    [InlineData("2009-07", "village", "--scope 'village'")]
    [InlineData("2009-07", "plant:atlantis", "no plant 'atlantis'")]
    public async Task What_cant_be_reported_is_refused_in_one_line(string month, string scope, string words)
    {
        await using var host = await RunningHost.StartAsync(_folder, null);

        var refused = await host.CommandAsync("report", "month", month, "--scope", scope);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(words, Assert.Single(refused.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }
}
