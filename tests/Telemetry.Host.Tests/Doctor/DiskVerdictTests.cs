using Telemetry.Host.Doctor;
using Telemetry.Host.Doctor.Checks;
using Telemetry.Host.Doctor.Verdicts;
using Telemetry.Host.Pipeline;
using Telemetry.Storage.Probing;
using Telemetry.Storage.Spool;

namespace Telemetry.Host.Tests.Doctor;

public sealed class DiskVerdictTests
{
    private static readonly DiskSighting Good =
        new("/var/lib/telemetry", 100L << 30, "ext4", TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(9), null);

    [Fact]
    public void A_good_disk_is_in_order() => Assert.All(Of(Good), finding => Assert.Equal(Mark.Ok, finding.Mark));

    [Theory]
    [InlineData("tmpfs", "memory")]
    [InlineData("nfs4", "network")]
    public void Memory_and_network_are_warnings(string kind, string word)
    {
        var finding = Assert.Single(Of(Good with { FileSystem = kind }), f => f.Mark == Mark.Warning);

        Assert.Contains(word, finding.Found, StringComparison.Ordinal);
        Assert.Contains("Telemetry:Spool:Folder", finding.Change, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(21_000, 30_000)]
    [InlineData(2_000, 201_000)]
    [InlineData(9, 20)]
    public void Syncs_too_slow_or_too_fast_to_be_true_are_warnings(int medianMicroseconds, int slowMicroseconds) =>
        Assert.Single(
        Of(Good with
        {
            MedianSync = TimeSpan.FromMicroseconds(medianMicroseconds),
                SlowSync = TimeSpan.FromMicroseconds(slowMicroseconds),
        }),
        finding => finding.Mark == Mark.Warning);

    [Fact]
    public void Less_than_what_is_to_be_left_free_is_a_failure() =>
        Assert.Single(Of(Good with { FreeBytes = 256L << 20 }), finding => finding.Mark == Mark.Failure);

    [Fact]
    public void Room_for_less_than_a_tenth_of_the_spool_is_a_warning()
    {
        // 256 MiB stay free; a tenth of 10 GiB is 1 GiB.
        Assert.Single(Of(Good with { FreeBytes = (1279L << 20) }), finding => finding.Mark == Mark.Warning);
        Assert.DoesNotContain(Of(Good with { FreeBytes = (1280L << 20) }), finding => finding.Mark == Mark.Warning);
    }

    [Fact]
    public void A_folder_that_can_not_be_written_is_the_only_finding() =>
        Assert.Equal(Mark.Failure, Assert.Single(Of(Good with { Trouble = "Permission denied" })).Mark);

    [Fact]
    public void A_clock_that_is_not_trusted_is_a_warning_and_a_kernel_that_is_unsure_a_note()
    {
        Assert.Equal(Mark.Warning, ClockCheck.Of(sure: false, ClockTrust.Auto).Mark);
        Assert.Equal(Mark.Note, ClockCheck.OfKernel(sure: false).Mark);
        Assert.Equal(Mark.Warning, ClockCheck.OfTimesync(false).Mark);
        Assert.Equal(Mark.Note, ClockCheck.OfTimesync(null).Mark);
    }

    private static IReadOnlyList<Finding> Of(DiskSighting seen) => [.. DiskVerdict.Of(seen, new SpoolOptions())];
}
