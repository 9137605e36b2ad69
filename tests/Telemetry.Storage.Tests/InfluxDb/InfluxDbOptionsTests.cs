using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Rig;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.InfluxDb;

namespace Telemetry.Storage.Tests.InfluxDb;

public sealed class InfluxDbOptionsTests
{
    [Fact]
    public void Defaults_are_valid() => Assert.Empty(new InfluxDbOptions().Validate());

    [Fact]
    public void Every_error_is_reported_at_once_with_its_path()
    {
        var options = new InfluxDbOptions
        {
            Url = new Uri("ftp://store"), Version = InfluxDbVersion.V2, User = "u", Password = "hunter2", Token = "t",
            TokenFile = "/nowhere/token", WriteTimeout = TimeSpan.Zero, MaxRequestBytes = 1, HostName = "a b",
            LongestRetryAfter = TimeSpan.FromDays(2), LatestWithin = TimeSpan.FromSeconds(-1),
        };

        var errors = options.Validate().ToList();

        foreach (var option in new[]
                 {
                     "Url", "Org", "User", "Token and TokenFile", "TokenFile is '/nowhere/token'", "WriteTimeout",
                     "MaxRequestBytes",
                     "HostName", "LongestRetryAfter", "LatestWithin",
                 })
        {
            Assert.Contains(errors, e => e.StartsWith("Telemetry:Store:InfluxDb:" + option, StringComparison.Ordinal));
        }
        Assert.DoesNotContain(errors, e => e.Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://user:pass@host:8086")]
    [InlineData("http://host:8086/?u=x")]
    [InlineData("relative/path")]
    public void Urls_that_would_leak_or_mislead_are_refused(string url) => Assert.Single(
        new InfluxDbOptions { Url = new Uri(url, UriKind.RelativeOrAbsolute) }.Validate(),
        e => !e.Contains("pass@", StringComparison.Ordinal));

    [Fact]
    public void A_store_with_wrong_options_is_not_made()
    {
        using var folder = new TempFolder("options");

        var refused = Assert.Throws<StoreRefusedException>(() => new InfluxDbStore(
            new InfluxDbOptions { Token = "t", HostName = "a b" }, TestCursor.In(folder), TimeProvider.System,
            NullLogger<InfluxDbStore>.Instance));

        Assert.Equal(2, refused.Message.Split('\n').Length);
    }

    [Theory]
    [InlineData(InfluxDbVersion.V1, "http://h/p/write?db=a%20b&rp=r%26p&precision=ms")]
    [InlineData(InfluxDbVersion.V2, "http://h/p/api/v2/write?org=o%2F1&bucket=b%3D1&precision=ms")]
    [InlineData(InfluxDbVersion.V3, "http://h/p/api/v2/write?bucket=a%20b&precision=ms")]
    public void Addresses_are_escaped_and_keep_a_proxys_path(InfluxDbVersion version, string expected)
    {
        var address = new InfluxDbAddress(new InfluxDbOptions
        {
            Url = new Uri("http://h/p/"), Version = version, Database = "a b", Bucket = "b=1", Org = "o/1",
            RetentionPolicy = "r&p",
        });

        Assert.Equal(expected, address.Write.AbsoluteUri);
    }
}
