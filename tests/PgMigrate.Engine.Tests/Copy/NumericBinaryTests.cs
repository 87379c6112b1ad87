using System.Globalization;
using System.Text;
using Npgsql;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Sqlite;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Copy;

public sealed class NumericBinaryTests(TestServers servers)
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    [Fact]
    public async Task Means_what_PostgreSQL_reads_in_the_same_decimal_text()
    {
        var random = new Random(20240229);
        var texts = Enumerable.Range(0, 4000).Select(_ => RandomDecimal(random)).Append(new string('9', 9000)).Append("." + new string('1', 9000)).Append("1e-16383").ToList();
        var copied = await RoundTripAsync(texts, (writer, text) =>
        {
            Assert.True(DecimalText.TryParse(Encoding.ASCII.GetBytes(text), out var value), text);
            Assert.True(writer.TryWriteNumeric(value), text);
        });
        Assert.Equal([], copied.Where(row => row.Expected != row.Actual));
    }

    [Fact]
    public async Task Means_the_integer_divided_by_its_power_of_ten()
    {
        var random = new Random(7);
        List<(long Value, int Scale)> values = [(long.MinValue, 0), (long.MaxValue, 0), (0, 0), (0, 3), (long.MinValue, 6), (10000, 4), (1, 20), (-10, 1)];
        for (var i = 0; i < 4000; i++) values.Add((random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(0, 63), random.Next(0, 8)));
        var texts = values.ConvertAll(value => string.Create(Invariant, $"{value.Value}e-{value.Scale}"));
        var index = 0;
        var copied = await RoundTripAsync(texts, (writer, _) => writer.WriteNumeric(values[index].Value, values[index++].Scale));
        Assert.Equal([], copied.Where(row => row.Expected != row.Actual));
    }

    [Fact]
    public void Shortens_a_double_to_the_fewest_digits_that_read_back_as_the_same_double()
    {
        var random = new Random(99);
        List<double> values = [0, -0.0, 0.1, 123456.789, 1e15, 1e-7, 999999999999999.9, 4503599627370497.5];
        for (var i = 0; i < 4000; i++) values.Add(Math.Round(random.NextDouble() * Math.Pow(10, random.Next(1, 12)), random.Next(0, 9)));
        var shortened = 0;
        foreach (var value in values)
        {
            if (!RealText.TryShorten(value, out var unscaled, out var scale)) continue;
            shortened++;
            var shortest = decimal.Parse(value.ToString("R", Invariant), NumberStyles.Float, Invariant);
            Assert.Equal(shortest, unscaled / (decimal)Math.Pow(10, scale));
        }

        Assert.InRange(shortened, values.Count / 2, values.Count - 1);
    }

    [Fact]
    public void Prints_every_double_so_that_it_reads_back_as_the_same()
    {
        var random = new Random(11);
        List<double> values = [0, double.Epsilon, double.MaxValue, double.MinValue, 1e15, 1e16, -1e-5];
        for (var i = 0; i < 4000; i++) values.Add(BitConverter.Int64BitsToDouble(random.NextInt64()));
        Span<byte> buffer = stackalloc byte[40];
        foreach (var value in values.Where(double.IsFinite))
        {
            var text = Encoding.ASCII.GetString(RealText.Format(value, buffer));
            Assert.Equal(value, double.Parse(text, Invariant));
            Assert.Contains('.', text);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1 ")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e99999999")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1_000")]
    public void Refuses_text_that_is_no_decimal_number(string text) => Assert.False(DecimalText.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("1e131072")]
    [InlineData("1e-16384")]
    public void Refuses_numbers_beyond_the_type(string text)
    {
        Assert.True(DecimalText.TryParse(Encoding.ASCII.GetBytes(text), out var value));
        Assert.False(new CopyBinaryWriter().TryWriteNumeric(value));
    }

    private static string RandomDecimal(Random random)
    {
        var text = new StringBuilder(random.Next(3) switch { 0 => "-", 1 => "+", _ => "" });
        var whole = random.Next(0, 30);
        var fraction = whole == 0 ? random.Next(1, 30) : random.Next(0, 30);
        // Many zeros, because groups of four zeros are what goes wrong.
        for (var i = 0; i < whole; i++) text.Append(random.Next(3) == 0 ? (char)('0' + random.Next(10)) : '0');
        if (fraction > 0) text.Append('.');
        for (var i = 0; i < fraction; i++) text.Append(random.Next(3) == 0 ? (char)('0' + random.Next(10)) : '0');
        if (random.Next(4) == 0) text.Append(Invariant, $"e{random.Next(-40, 40)}");
        return text.ToString();
    }

    private async Task<List<(string Text, string Expected, string Actual)>> RoundTripAsync(List<string> texts, Action<CopyBinaryWriter, string> write)
    {
        var token = TestContext.Current.CancellationToken;
        var writer = new CopyBinaryWriter();
        writer.WriteHeader();
        foreach (var text in texts)
        {
            writer.StartRow(2);
            writer.WriteBytes(Encoding.ASCII.GetBytes(text));
            write(writer, text);
        }

        writer.WriteTrailer();
        await using var connection = await Sql.OpenAsync((await servers.ServerAsync()).Endpoint);
        await using var create = new NpgsqlCommand("CREATE TEMP TABLE n (id int GENERATED ALWAYS AS IDENTITY, t text, v numeric)", connection);
        await create.ExecuteNonQueryAsync(token);
        await using (var copy = await connection.BeginRawBinaryCopyAsync("COPY n (t, v) FROM STDIN (FORMAT binary)", token))
        {
            await copy.WriteAsync(writer.Written.ToArray(), token);
        }

        await using var select = new NpgsqlCommand("SELECT t, t::numeric::text, v::text FROM n ORDER BY id", connection);
        await using var reader = await select.ExecuteReaderAsync(token);
        List<(string, string, string)> rows = [];
        while (await reader.ReadAsync(token)) rows.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        Assert.Equal(texts.Count, rows.Count);
        return rows;
    }
}
