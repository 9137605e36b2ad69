using Telemetry.Host.Options;
using Telemetry.Host.Web;
using Telemetry.Rig;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Host.Tests.Web;

public sealed class AccessTokensTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_token_has_its_name()
    {
        var sut = Read("# who may read\n\nwall:0123456789abcdef\noperator:with:colons:and more\n");

        Assert.Equal("wall", sut.Find("0123456789abcdef"));
        Assert.Equal("operator", sut.Find("with:colons:and more"));
        Assert.Equal(Role.Engineer, sut.Role);
        Assert.Null(sut.Find("0123456789ABCDEF"));
        Assert.Null(sut.Find("0123456789abcde"));
        Assert.Null(sut.Find(""));
    }

    [Fact]
    public void Every_bad_line_is_told_without_its_token()
    {
        var refusal = Assert.Throws<StartRefusedException>(
            () => Read(
                "wall:short-secret\nno-name-secret-no-name\n:secret-of-nobody-at-all\na:secret-0123456789\n"
                + "a:secret-9876543210"));

        Assert.Equal(4, refusal.Problems.Count);
        Assert.All(
            refusal.Problems, problem =>
            Assert.StartsWith("Telemetry:Web:TokenFile line ", problem, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_token_is_refused() =>
        Assert.Contains(
            "holds no token", Assert.Throws<StartRefusedException>(() => Read("# nobody\n")).Message,
            StringComparison.Ordinal);

    private AccessTokens Read(string content)
    {
        File.WriteAllText(_folder.File("tokens"), content);
        return AccessTokens.Read(_folder.File("tokens"), Role.Engineer);
    }
}
