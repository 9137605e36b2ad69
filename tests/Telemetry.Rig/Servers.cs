namespace Telemetry.Rig;

/// <summary>The programs that tests need from the machine.</summary>
public static class Servers
{
    private static readonly string[] AlwaysSearched =
        ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    private static readonly Dictionary<string, string> DebianPackages = new(StringComparer.Ordinal)
    {
        ["mosquitto"] = "mosquitto",
        ["mosquitto_pub"] = "mosquitto-clients",
        ["mosquitto_sub"] = "mosquitto-clients",
        ["mosquitto_passwd"] = "mosquitto",
        ["influxd"] = "influxdb",
        ["influx"] = "influxdb-client",
        ["victoria-metrics"] = "victoria-metrics",
        ["strace"] = "strace",
        ["unshare"] = "util-linux",
        ["openssl"] = "openssl",
        ["chromium"] = "chromium",
    };

    /// <summary>
    /// The program's path. Where it is missing the test is skipped with a word on what to install; in CI
    /// (<c>CI=true</c>) a missing server is a failure.
    /// </summary>
    public static string Require(string program)
    {
        if (Find(program) is { } path) return path;
        var package = DebianPackages.GetValueOrDefault(program, program);
        Unavailable($"{program} is not installed (Debian and Ubuntu: apt-get install {package})");
        return program;
    }

    public static string? Find(string program)
    {
        var searched = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(folder => folder.Length > 0).Concat(AlwaysSearched);
        return searched.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }

    public static void Unavailable(string why)
    {
        if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
            throw new InvalidOperationException($"{why}; in CI that is a failure");
        throw new SkippedException(why);
    }
}
